DROP TABLE reminder_days;
DROP TABLE reminders;
DROP TABLE reminder_plans;
