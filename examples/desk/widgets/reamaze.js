// Re:amaze: reads _support.user once, when the page has loaded.
{
  const chat = deskChat('Re:amaze', '#1f6a4f');
  chat.ready(() => chat.identify(window._support?.user));
}
