// Re:amaze: reads _support.user when the page has loaded, and again at Reamaze.reload().
{
  const chat = deskChat('Re:amaze', '#1f6a4f');
  const read = () => chat.identify(window._support?.user);
  window.Reamaze = { reload: () => chat.ready(read) };
  chat.ready(read);
}
