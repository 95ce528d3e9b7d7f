"""The web door of meetings, answers, the door itself and reports."""
