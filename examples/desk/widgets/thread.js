// Thread: no widget before initialize(). A visitor who is signed in stays so from page to page until destroy(),
// also where a page initializes without one.
{
  const chat = deskChat('Thread', '#3d4eac');
  const messenger = {
    initialize(params) {
      const signed = params.connectionType === 'messenger_auth';
      if (signed) chat.remember(params);
      chat.identify(signed ? params : chat.remembered() ?? params);
    },
    destroy() {
      chat.remember(null);
      chat.remove();
    },
  };
  window.chatgenie = { default: { messenger: () => messenger } };
}
