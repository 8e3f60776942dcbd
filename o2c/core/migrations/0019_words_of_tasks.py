from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0018_propose_own_accounts")]

    operations = [
        migrations.AddField(model_name="task", name="code", field=models.CharField(blank=True, max_length=60)),
        migrations.AddField(model_name="task", name="values", field=models.JSONField(blank=True, default=dict)),
    ]
