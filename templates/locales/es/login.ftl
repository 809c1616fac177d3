# El acceso de cada persona: el segundo paso, la contraseña olvidada, las sesiones.
login-title = Su acceso
login-back = Volver a su acceso

# El código después de la contraseña
login-code-title = Un paso más
login-code-intro = Abra su aplicación de autenticación y escriba el código que muestra para nosotros.
login-code = Código
login-code-hint = Seis dígitos de la aplicación, o uno de sus códigos de recuperación.
login-code-wrong = Ese código no es correcto o ya se usó. Espere el siguiente en la aplicación e inténtelo de nuevo.
login-code-lost = ¿Perdió su teléfono y sus códigos de recuperación? Llame al { $phone } o escriba a { $email }.
login-code-back = Iniciar sesión con otra cuenta

# Una contraseña olvidada
sign-in-forgotten = ¿Olvidó su contraseña?
forgot-title = ¿Olvidó su contraseña?
forgot-intro = Escriba el correo electrónico con el que inicia sesión. Le enviaremos allí un enlace para elegir una contraseña nueva.
forgot-send = Enviar el enlace
forgot-sent = Si hay un acceso con este correo, le hemos enviado un enlace.
forgot-sent-more = Funciona una sola vez, durante una hora. ¿No ha llegado en unos minutos? Mire en la carpeta de correo no deseado y compruebe que escribió el correo con el que inicia sesión.
forgot-again = Probar con otro correo
forgot-back = Volver a la página de inicio de sesión
reset-title = Elija una contraseña nueva
reset-intro = Para { $email }. Se cerrarán todas las sesiones que tenga abiertas.
reset-save = Guardar la contraseña nueva

# La página del acceso propio
login-done-password = Su contraseña se cambió. Todas las demás sesiones se cerraron.
login-done-asked = Si el correo nuevo se puede usar, le hemos enviado un enlace. Su correo cambia cuando abra ese enlace y lo confirme.
login-done-email = Su correo electrónico se cambió. A partir de ahora inicie sesión con el nuevo.
login-done-factor-off = El acceso en dos pasos está desactivado.
login-done-sessions = Listo. Las sesiones que cerró ya no tienen acceso.
login-on = Activado
login-off = Desactivado
login-password-text = Cámbiela si cree que otra persona puede conocerla.
login-password-change = Cambiar su contraseña
login-password-intro = Se cerrarán sus sesiones en todos los demás lugares.
login-current = Contraseña actual
login-current-wrong = Esta no es su contraseña actual.
login-password-save = Cambiar la contraseña
login-email-text = Usted inicia sesión con { $email }.
login-email-change = Cambiar su correo electrónico
login-email-intro = Usted inicia sesión con { $email } hasta que confirme el correo nuevo.
login-email-new = Correo electrónico nuevo
login-email-hint = Le enviaremos allí un enlace. Funciona durante 24 horas.
login-email-send = Enviar el enlace
confirm-email-title = Confirme su correo nuevo
confirm-email-text = A partir de ahora iniciará sesión con { $email }.
confirm-email-button = Usar este correo
confirm-email-not = Si no lo pidió usted, cierre esta página: no ha cambiado nada.

# Confirme que es usted
login-confirm-title = Confirme que es usted
login-confirm-intro = Lo que sigue afecta a la seguridad de su acceso. Demuestre una vez más que es usted.
login-confirm-button = Continuar
login-confirm-wrong = Esta no es su contraseña.
login-confirm-wrong-code = La contraseña o el código no es correcto. Cada código funciona una sola vez: espere el siguiente en la aplicación.

# El segundo factor
login-factor-title = Acceso en dos pasos
login-factor-on-text = Después de la contraseña le pedimos un código de su aplicación de autenticación.
login-factor-off-text = Con un código de una aplicación en su teléfono, una contraseña robada no abre nada por sí sola.
login-factor-set-up = Activar el acceso en dos pasos
login-factor-manage = Códigos de recuperación y opciones
login-factor-owed = Todas las personas que trabajan aquí inician sesión en dos pasos. Actívelo antes de continuar.
login-factor-step-app = Abra en su teléfono una aplicación de autenticación, como Google Authenticator, Microsoft Authenticator, 1Password o Aegis.
login-factor-step-scan = Agregue allí una cuenta y escanee esta imagen.
login-factor-picture = Código QR con la clave secreta; la misma clave está debajo como texto
login-factor-secret = ¿No puede escanearla? Escriba esta clave en la aplicación:
login-factor-step-code = Escriba los seis dígitos que la aplicación muestra entonces.
login-factor-code = Código de la aplicación
login-factor-turn-on = Activar
login-factor-off-title = Desactivarlo
login-factor-off-warning = Después bastará la contraseña para entrar, también a quien la conozca. Sus códigos de recuperación dejan de funcionar. Si tiene un teléfono nuevo, desactívelo y actívelo otra vez.
login-factor-turn-off = Desactivar el acceso en dos pasos
login-codes-title = Códigos de recuperación
login-codes-left = { $count ->
    [0] No le queda ningún código de recuperación.
    [one] Le queda 1 código de recuperación.
   *[other] Le quedan { $count } códigos de recuperación.
}
login-codes-new-text = Los códigos nuevos sustituyen a los anteriores, que dejan de funcionar.
login-codes-new = Crear códigos de recuperación nuevos
login-codes-on = El acceso en dos pasos está activado. Estos son sus códigos de recuperación.
login-codes-keep = Imprímalos o cópielos ahora y guárdelos en un lugar seguro: solo los mostramos esta vez. Cada uno le permite entrar una vez si pierde su teléfono.
login-codes-whose = Códigos de recuperación para { $provider }
login-codes-kept = Ya los guardé

# Sesiones
login-sessions-title = Dónde tiene sesiones abiertas
login-sessions-text = Si no reconoce alguna, ciérrela y cambie su contraseña.
login-sessions-note = Las horas son de la zona de la Montaña (MT). Una sesión se cierra sola tras 30 minutos sin uso.
login-device = { $browser } en { $system }
login-device-unknown = Dispositivo desconocido
login-session-device = Dispositivo
login-session-origin = Dirección de red
login-session-begun = Inicio
login-session-used = Último uso
login-session-this = Esta sesión
login-session-end = Cerrar
login-sessions-end-others = Cerrar todas las demás
