# The provider's logo.

settings-field-logo = Logo (SHA-256)
logo-title = Logo
logo-none = There is none: documents and the portal show our name alone.
logo-file = Picture (PNG)
logo-hint = PNG of at most 256 KB and 1600 × 600 pixels. On documents it is at most 45 × 15 mm, above our name; what is transparent becomes white. It counts at once: save other changes of this page first.
logo-upload = Upload the logo
logo-replace = Replace the logo
logo-remove = Remove the logo
logo-no-png = This is no whole PNG picture.
logo-too-large = This picture is too large: 256 KB are the most, also without transparency and a palette.
logo-too-wide = This picture has too many pixels: 1600 × 600 are the most.
logo-meanwhile = Somebody changed the letterhead meanwhile. Nothing was changed: look at it as it is now, and do it again if you mean it.
