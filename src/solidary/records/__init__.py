"""The one form that every source must speak: claims with their evidence."""
