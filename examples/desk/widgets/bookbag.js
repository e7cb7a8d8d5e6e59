// Bookbag: bookbag('identify', identity) is remembered from page to page until bookbag('identify', null).
{
  const chat = deskChat('Bookbag', '#22577a');
  window.bookbag = (command, identity) => {
    if (command !== 'identify') return;
    chat.remember(identity);
    chat.identify(identity);
  };
  chat.otherwise(chat.remembered);
}
