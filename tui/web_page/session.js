// What opens the socket: the token behind the # of the link, and a secret that this tab makes up when it first sees it.
// Both stay in this tab's storage, which no page of another port reads and no request carries; a reload finds them.
const kept = sessionStorage;
const token = location.hash.slice(1);
if (token && token !== kept.getItem("token")) {
  const random = crypto.getRandomValues(new Uint8Array(24));
  kept.setItem("token", token);
  kept.setItem("secret", Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join(""));
}
history.replaceState(null, "", "/");
window.addEventListener("hashchange", () => location.reload());
// textual.js, when the page has loaded, takes from here where to connect, and puts the size behind it as a query.
document.getElementById("terminal").dataset.sessionWebsocketUrl =
  `ws://${location.host}/ws/${kept.getItem("token")}/${kept.getItem("secret")}`;
