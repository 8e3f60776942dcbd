"""The browser's door to documents."""

from o2c.billing.documents.pages import cases, copies, documents, drafts, tax

urlpatterns = [*drafts.urlpatterns, *copies.urlpatterns, *tax.urlpatterns, *documents.urlpatterns, *cases.urlpatterns]
