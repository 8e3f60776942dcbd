"""Live tasks whose key tells what they are about get the code of their sentence; others keep the title they were given."""

from django.db import migrations

BY_KEY = """
UPDATE core_task SET code = known.code, values = jsonb_build_object(known.named, CASE WHEN known.prefix = '' THEN to_jsonb(key)
    ELSE jsonb_build_object('code', known.prefix || key) END)
FROM (VALUES ('proof', 'proof_task', 'proof', 'proof:'), ('billing.control', 'control_task', 'control', 'control:'),
    ('compliance.alert', 'alert_task', 'number', ''), ('compliance.brake', 'brake_task', 'number', '')) AS known (kind, code, named, prefix)
WHERE core_task.kind = known.kind AND core_task.closed_at IS NULL
"""
APPROVALS = """
UPDATE core_task SET code = 'approval_task', values = jsonb_build_object(
    'kind', jsonb_build_object('code', 'approval:' || asked.kind), 'record', asked.subject_label)
FROM core_approvalrequest AS asked
WHERE core_task.kind = 'approval' AND core_task.closed_at IS NULL AND asked.id::text = split_part(core_task.key, ':', 1)
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0019_words_of_tasks")]

    operations = [migrations.RunSQL([BY_KEY, APPROVALS], migrations.RunSQL.noop)]
