// Orlo: the page sets a variable to the token, before or after the widget has loaded.
{
  const chat = deskChat('Orlo', '#b0432a');
  const fields = () => token && { jwt: token };
  let token = window.orloCustomer;
  Object.defineProperty(window, 'orloCustomer', {
    get: () => token,
    set(value) {
      token = value;
      chat.identify(fields());
    },
  });
  if (token) chat.identify(fields());
  else chat.unlessCalled(fields);
}
