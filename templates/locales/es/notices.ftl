# Correos que dicen una cosa a una persona. Cada clase tiene asunto, texto, lo que dice su botón y una nota
# debajo; { $provider } y { $phone } están en todos.

notice-password-reset-subject = { $provider }: elija una contraseña nueva
notice-password-reset-text = Alguien, esperamos que usted, pidió una contraseña nueva para su acceso. El enlace de abajo funciona una sola vez, durante una hora.
notice-password-reset-button = Elegir una contraseña nueva
notice-password-reset-note = Si no fue usted, no haga nada: su contraseña sigue siendo la misma.

notice-password-changed-subject = { $provider }: su contraseña se cambió
notice-password-changed-text = La contraseña de su acceso se cambió, y sus demás sesiones se cerraron.
notice-password-changed-button = No fui yo: elegir una contraseña nueva
notice-password-changed-note = Si la cambió usted, no tiene que hacer nada. Si no, elija ahora una contraseña nueva y llámenos: { $phone }.

notice-email-confirm-subject = { $provider }: confirme su correo electrónico nuevo
notice-email-confirm-text = Confirme que desea iniciar sesión con este correo. El enlace de abajo funciona durante 24 horas.
notice-email-confirm-button = Confirmar este correo
notice-email-confirm-note = Si no lo pidió usted, no haga nada: no cambiará nada.

notice-email-changing-subject = { $provider }: alguien quiere cambiar su correo electrónico
notice-email-changing-text = Alguien, esperamos que usted, pidió iniciar sesión con { $new } en lugar de este correo. Solo cambiará cuando se confirme desde allí.
notice-email-changing-button = No fui yo: elegir una contraseña nueva
notice-email-changing-note = Si fue usted, aquí no tiene que hacer nada. Si no, elija ahora una contraseña nueva, lo que también detiene el cambio, y llámenos: { $phone }.

notice-email-changed-subject = { $provider }: su correo electrónico se cambió
notice-email-changed-text = A partir de ahora su acceso tiene el correo { $new }. A este ya no le escribiremos sobre su acceso.
notice-email-changed-button = Ir al portal
notice-email-changed-note = Si no fue usted, llámenos de inmediato: { $phone }.

notice-factor-added-subject = { $provider }: el acceso en dos pasos está activado
notice-factor-added-text = A partir de ahora, después de la contraseña le pediremos un código de su aplicación de autenticación.
notice-factor-added-button = Ver su acceso
notice-factor-added-note = Si no fue usted, llámenos de inmediato: { $phone }.

notice-factor-removed-subject = { $provider }: el acceso en dos pasos está desactivado
notice-factor-removed-text = El acceso en dos pasos se desactivó: ahora basta la contraseña para entrar. Sus códigos de recuperación dejaron de funcionar.
notice-factor-removed-button = Ver su acceso
notice-factor-removed-note = Si no fue usted, cambie ahora su contraseña y llámenos: { $phone }.

notice-factor-reset-subject = { $provider }: quitamos su acceso en dos pasos
notice-factor-reset-text = Nuestro personal quitó el segundo paso de su acceso, porque nos dijeron que lo había perdido, y cerró todas sus sesiones. Ahora basta la contraseña para entrar. Por favor, active otra vez el segundo paso.
notice-factor-reset-button = Activarlo otra vez
notice-factor-reset-note = Si no nos lo pidió usted, cambie ahora su contraseña y llámenos: { $phone }.

notice-codes-made-subject = { $provider }: códigos de recuperación nuevos
notice-codes-made-text = Se crearon códigos de recuperación nuevos para su acceso. Los anteriores dejaron de funcionar.
notice-codes-made-button = Ver su acceso
notice-codes-made-note = Si no fue usted, cambie ahora su contraseña y llámenos: { $phone }.

notice-code-used-subject = { $provider }: se usó un código de recuperación
notice-code-used-text = Alguien, esperamos que usted, demostró quién es con uno de sus códigos de recuperación. Códigos que quedan: { $left }.
notice-code-used-button = Ver su acceso
notice-code-used-note = Si no fue usted, cambie ahora su contraseña y llámenos: { $phone }.
