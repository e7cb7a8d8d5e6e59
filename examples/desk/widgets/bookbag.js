// Bookbag: bookbag('identify', identity) is valid on all later pages until bookbag('identify', null).
{
  const chat = deskChat('Bookbag', '#22577a');
  window.bookbag = (command, identity) => {
    if (command !== 'identify') return;
    chat.remember(identity);
    chat.identify(identity);
  };
  chat.unlessCalled(chat.remembered);
}
