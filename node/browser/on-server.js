// What a server finds when it renders a page: there is no widget.

export const follow = async () => false;
export const show = () => {};
export const forget = () => {};
