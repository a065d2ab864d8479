"""What members take along, bring along and leave behind."""
