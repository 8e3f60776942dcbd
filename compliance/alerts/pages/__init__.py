"""Pages of the alerts room."""

from o2c.compliance.alerts.pages import customer, deciding, looking, reports, workload

urlpatterns = [
    *looking.urlpatterns,
    *reports.urlpatterns,
    *workload.urlpatterns,
    *deciding.urlpatterns,
    *customer.urlpatterns,
]
