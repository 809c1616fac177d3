# Quién recibe la factura, qué fue de ella y lo que los clientes dicen de sus cuentas.
rooms = Contactos y cuentas
contacts = Contactos
contacts-list = A quién escribimos y llamamos
contact = Contacto
contact-add = Agregar un contacto
contact-change = Cambiar un contacto
contact-remove = Quitar este contacto
contact-remove-text = Ya no recibirá facturas ni avisos de esta cuenta. Lo que se le envió queda registrado.
change-it = Cambiar
change-of = Cambiar a { $name }
reach = Correo y teléfono
phone = Teléfono
job-title = Cargo
language = Idioma
receives = Factura
receives-yes = La recibe
receives-no = No
contact-for = Contacto para
role-invoice = Facturas
role-mpoc-primary = Contacto principal (MPOC)
role-mpoc = Contacto principal suplente (MPOC)
role-case = Casos
role-maintenance = Avisos de mantenimiento
role-escalation = Escalamiento, paso { $level }
as-attachment = PDF adjunto
as-link = Como enlace
as-named = { $how ->
    [link] Como enlace
   *[attachment] PDF adjunto
}
recipients-marked = Cada contacto marcado como destinatario recibe las facturas de esta cuenta por correo el día 27.
recipients-primary = Ningún contacto está marcado como destinatario; por eso el contacto principal recibe las facturas de esta cuenta por correo el día 27.
recipients-nobody = Nadie recibe las facturas de esta cuenta por correo: marque un contacto como destinatario o nombre un contacto principal.
no-contacts = Todavía no hay contactos.
contacts-count-from = Un cambio vale a partir de la próxima factura. Los mensajes que ya están en camino quedan como están.
billed-above = Esta cuenta está en la factura de la cuenta superior, y la reciben los contactos de esa cuenta.
who-may-manage = Solo { $name }, como contacto principal, y nuestro departamento de facturación pueden cambiar estos contactos.
who-may-manage-above = Solo el contacto principal de una cuenta superior y nuestro departamento de facturación pueden cambiar estos contactos.
address-trouble = No se entregó la última factura
address-trouble-tried = Última factura con demora
contact-added = El contacto se agregó.
contact-changed = El contacto se cambió.
contact-removed = El contacto se quitó.
contacts-confirmed = Gracias. Volveremos a preguntarle en un año.
gets-invoice = Recibe la factura por correo
gets-invoice-hint = Si nadie está marcado, la recibe el contacto principal.
main-contact = Contacto principal (MPOC)
main-contact-no = No
main-contact-hint = El principal administra esta lista. Cada cuenta tiene uno.
takes-over = Toma el lugar de { $name }, que pasa a ser suplente
escalation = Pasos en su lista de escalamiento
escalation-hint = Al paso 1 se llama primero. Si son varios, sepárelos con comas: 1, 3.
escalation-wrong = Escriba los pasos como números del 1 al 255, por ejemplo 1 o 1, 3.
role-unknown = Elija una de las funciones de la lista.
choice-unknown = Elija una de las opciones de la lista.
contact-address-taken = Otro contacto de esta cuenta ya tiene este correo.
contact-second-primary = { $name } es el contacto principal. Para pasar la función, marque también que este contacto toma su lugar.
contact-nobody-receives = Ya nadie recibiría las facturas. Marque primero otro contacto como destinatario.
contact-no-successor = Usted es el contacto principal. Nombre antes a otra persona: abra su contacto, elija «{ role-mpoc-primary }» y marque que toma su lugar.
contact-outdated = Alguien cambió este contacto mientras tanto
contact-outdated-text = No se sobrescribió nada. Así está el contacto ahora; lo que usted escribió sigue abajo.
label-too-long = Use como máximo { $most } caracteres.
label-unprintable = Use una sola línea de letras, cifras y signos que se puedan imprimir.
save = Guardar
save-anyway = Guardar lo que escribí
cancel = Cancelar

still-right-title = ¿Siguen siendo estos sus contactos?
still-right-text = Hace un año o más que nadie confirma esta lista. Con una breve revisión, sus facturas y nuestros avisos llegarán a las personas correctas.
still-right-yes = Sí, son correctos
still-right-change = Cambiarlos

# Envíos
deliveries = Envíos
deliveries-all = Todos los envíos
deliveries-intro = A quién se envió cada factura y qué respondió su servidor de correo.
delivery-of = Envío de { $number }
invoice-of-day = Factura del { $date }
no-deliveries = Todavía no se ha enviado nada
nobody-received = Esta factura no se envió a nadie, porque la cuenta no tenía destinatario de facturas ni contacto principal. Siempre puede leerla aquí; para recibir la próxima por correo, marque un contacto como destinatario.
to-contacts = Ir a los contactos
recipient = Destinatario
sent-how = Forma de envío
tries = Intentos
server-answer = Respuesta del servidor de correo
state-waiting = En espera
state-sending = En camino
state-sent = Enviada
state-retrying = Con demora
state-failed = No entregada
state-stopped = Detenida
sent-waiting-until = hasta el { $at }, hora de la montaña
sent-waiting-next = sale con el próximo envío
sent-at = { $at }, hora de la montaña
sent-again-at = se intenta de nuevo el { $at }, hora de la montaña
in-doubt = En duda
in-doubt-text = En duda: se perdió la respuesta del servidor de correo a un intento, así que no sabemos si ese intento llegó. Enviamos el mensaje otra vez; puede haber llegado dos veces, con el mismo contenido.

# Nombres y centros de costos
account-names = Cuentas y centros de costos
account-names-intro = Dé a cada cuenta el nombre con que la conoce su gente y el código al que carga sus costos.
nickname = Nombre que usted le da
nickname-of = Nombre que usted da a la cuenta { $number }
cost-centre = Centro de costos
cost-centre-of = Centro de costos de la cuenta { $number }
cost-centre-of-service = Centro de costos de { $code }
services = Servicios
services-of = Servicios de la cuenta { $number }
service = Servicio
services-codes = Centros de costos de los servicios
services-codes-intro = Un servicio sin código propio va con el de su cuenta, que todavía no tiene ninguno.
services-codes-intro-of = Un servicio sin código propio va con el de su cuenta: { $code }.
no-services = No hay servicios activos
no-services-text = Esta cuenta no tiene servicios que asignar.
accounts-cut = Hay más cuentas subordinadas. Elija una de ellas arriba para ver las que están debajo.
cost-centre-from = Los nombres se ven solo en este portal. Los centros de costos figuran en cada factura que se prepare desde ahora y en sus exportaciones; las que ya tiene no cambian.
who-may-name = Pueden cambiar esto los contactos de finanzas y los contactos principales de la cuenta, y nuestro departamento de facturación.
names-saved = { $count ->
    [0] No se cambió nada.
    [one] Se cambió una cuenta.
   *[other] Se cambiaron { $count } cuentas.
}
codes-saved = { $count ->
    [0] No se cambió nada.
    [one] Se cambió un servicio.
   *[other] Se cambiaron { $count } servicios.
}
names-wrong = Todavía no se guardó nada: revise los campos marcados.
names-outdated = Alguien cambió las filas marcadas mientras tanto, así que no se sobrescribieron. Lo que usted escribió sigue ahí; guarde otra vez para reemplazar lo que hay ahora.
row-now = Ahora: nombre «{ $name }», centro de costos «{ $code }»
row-now-code = Ahora: «{ $code }»
