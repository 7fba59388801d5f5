// Takes the secret from behind the #, takes it out of the address bar, and sends it in a body. ES5, for old telephones.
(function () {
  var form = document.getElementById("open"), secret = window.location.hash.slice(1);
  if (!form || !/^[A-Za-z0-9_-]{22}$/.test(secret)) { return; }
  if (window.history.replaceState) { window.history.replaceState(null, "", window.location.pathname); } else { window.location.hash = ""; }
  form.elements.secret.value = secret;
  form.submit();
}());
