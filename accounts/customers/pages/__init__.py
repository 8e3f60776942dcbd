"""Customers in the browser."""

from django.urls import path

from o2c.accounts.customers.pages import belongings, contacts, customers, dated, holds, levels, process, reach

# What is called by any word stands last, behind the addresses that have a name of their own.
urlpatterns = [
    *customers.urlpatterns,
    *belongings.urlpatterns,
    *contacts.urlpatterns,
    *reach.urlpatterns,
    *dated.urlpatterns,
    *levels.urlpatterns,
    *process.urlpatterns,
    *holds.urlpatterns,
    path("customers/<uuid:public_id>/<slug:move>/", customers.customer_move, name="customer_move"),
]
