// The generated objects are part of the API: whoever imports this module sees them.
@_exported import VisitorsealDeviceBridge
