"""Care near her: whom to see, how to reach them, and the places she keeps."""
