"""The project itself: settings, urls, timetable, home pages, set-up, demo, local services."""
