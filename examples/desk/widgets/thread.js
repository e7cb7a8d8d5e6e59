// Thread: the widget starts with initialize(). A signed-in visitor stays signed in on later pages until destroy(), even
// on pages that initialize it without a visitor.
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
