"""The browser's door to refunds."""

from o2c.billing.refunds.pages.files import urlpatterns as files
from o2c.billing.refunds.pages.refunds import urlpatterns as refunds

urlpatterns = [*files, *refunds]
