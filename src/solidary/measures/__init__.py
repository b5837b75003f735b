"""The field's measures as pure functions on numbers: shares, series, networks, texts. They know no flows, no words."""
