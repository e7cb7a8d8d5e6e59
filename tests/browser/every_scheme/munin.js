// The script of a vendor that starts its widget from its own element.
window.munin?.note('munin starts');
window.mn = { ...window.mn, widget: { identify: (...values) => window.munin?.note('mn.widget.identify', ...values) } };
document.dispatchEvent(new Event('munin:widget-ready'));
