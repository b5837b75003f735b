"""What was registered as IATI 2.03: promises and projects as activities, promised money as pledges, never as more."""
