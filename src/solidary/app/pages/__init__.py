"""One module per page: takes what was asked, calls the reading, gives a sheet."""
