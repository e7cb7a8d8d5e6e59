// Fernand: the page may call Fernand('set', {user}) any number of times. A user without an address is nobody.
{
  const chat = deskChat('Fernand', '#7a3e9d');
  window.Fernand = (command, options) => {
    if (command === 'set' && options?.user) chat.identify(options.user.email ? options.user : null);
  };
  chat.unlessCalled(() => null);
}
