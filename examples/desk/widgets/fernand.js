// Fernand: Fernand('set', {user}) as often as the page likes.
{
  const chat = deskChat('Fernand', '#7a3e9d');
  window.Fernand = (command, options) => {
    if (command === 'set' && options?.user) chat.identify(options.user);
  };
  chat.otherwise(() => null);
}
