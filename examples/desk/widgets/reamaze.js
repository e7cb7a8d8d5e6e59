// Re:amaze: what the page left in _support.user, once the page is there.
{
  const chat = deskChat('Re:amaze', '#1f6a4f');
  chat.ready(() => chat.identify(window._support?.user));
}
