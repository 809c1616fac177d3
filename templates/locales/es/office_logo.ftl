# El logotipo del proveedor.

settings-field-logo = Logotipo (SHA-256)
logo-title = Logotipo
logo-none = No hay ninguno: los documentos y el portal muestran solo nuestro nombre.
logo-file = Imagen (PNG)
logo-hint = PNG de 256 KB y 1600 × 600 píxeles como máximo. En los documentos mide 45 × 15 mm como máximo, sobre nuestro nombre; lo transparente queda blanco. Vale de inmediato: guarde antes los demás cambios de esta página.
logo-upload = Subir el logotipo
logo-replace = Reemplazar el logotipo
logo-remove = Quitar el logotipo
logo-no-png = Esto no es una imagen PNG completa.
logo-too-large = Esta imagen es demasiado grande: 256 KB es el máximo, también sin transparencia ni paleta.
logo-too-wide = Esta imagen tiene demasiados píxeles: 1600 × 600 es el máximo.
logo-meanwhile = Alguien cambió el membrete mientras tanto. No se cambió nada: véalo como está ahora y hágalo otra vez si así lo quiere.
