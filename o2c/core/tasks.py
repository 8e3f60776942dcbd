"""Celery entry points of this floor: each room has its own."""
