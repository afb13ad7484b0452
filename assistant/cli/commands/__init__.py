"""What each command takes, a file for each room; what it does is imported when it runs."""
