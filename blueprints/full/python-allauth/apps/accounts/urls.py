from django.urls import include, path

from apps.accounts.views import ApiTokenRevokeView, ApiTokenView, ProfileView

urlpatterns = [
    path("profile/", ProfileView.as_view(), name="profile"),
    path("tokens/", ApiTokenView.as_view(), name="tokens"),
    path("tokens/<int:pk>/revoke/", ApiTokenRevokeView.as_view(), name="token_revoke"),
    path("", include("allauth.urls")),
]
