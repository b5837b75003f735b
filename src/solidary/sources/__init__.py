"""Reading only, one folder for each kind of source; all of them end in records."""
