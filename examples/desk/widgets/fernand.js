// Fernand: the page may call Fernand('set', {user}) any number of times.
{
  const chat = deskChat('Fernand', '#7a3e9d');
  window.Fernand = (command, options) => {
    if (command === 'set' && options?.user) chat.identify(options.user);
  };
  chat.unlessCalled(() => null);
}
