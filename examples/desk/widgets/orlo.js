// Orlo: a token in the variable of our "Customer data" code, there already or set whenever the site has one.
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
  else chat.otherwise(fields);
}
