# The post in the office: every message, invoices sent again, addresses that take no mail.

post-title = Envíos
post-lead = Todos los mensajes, los más nuevos primero: facturas, copias y avisos, y lo que respondió el servidor de correo del destinatario.
post-parts = Mensajes por estado
post-part-all = Todos
post-part-sent = Enviados
post-part-queued = Sin intentar
post-part-retrying = Se reintentan
post-part-failed = Fallidos
post-part-suppressed = Dirección rechazada
post-part-doubt = En duda
post-find = Buscar mensajes
post-every-period = Todos los períodos
post-kind = Tipo
post-kind-invoice = Facturas
post-kind-copy = Copias
post-kind-notice = Avisos
post-address = Dirección de correo
post-caption = Mensajes, los más nuevos primero
post-message = Mensaje
post-counts-hint = Las cifras son de los primeros mensajes de las facturas del período. Las copias aparecen en la lista y no se cuentan; los avisos no pertenecen a ningún período. Una dirección se busca completa.
post-older = Mensajes anteriores
post-empty = Ningún mensaje
post-empty-text = No se envió nada que coincida.
post-again-text = { $count ->
    [one] 1 mensaje falló y no se volvió a enviar. Su dirección no fue rechazada, así que otro intento puede lograrlo.
   *[other] { $count } mensajes fallaron y no se volvieron a enviar. Sus direcciones no fueron rechazadas, así que otro intento puede lograrlo.
}
post-again = { $count ->
    [one] Volver a enviar 1 mensaje fallido
   *[other] Volver a enviar { $count } mensajes fallidos
}
post-again-done = { $count ->
    [one] 1 copia está en camino.
   *[other] { $count } copias están en camino.
}
post-again-at = otra vez { $time }
post-life = Qué fue del mensaje
post-queued = Listo para enviarse
post-asked-by = { $who } pidió esta copia
post-untold = { $count ->
    [one] 1 intento anterior, cuya hora no se guardó
   *[other] { $count } intentos anteriores, cuyas horas no se guardaron
}
post-try-sent = El servidor de correo del destinatario lo aceptó
post-try-retrying = Rechazado por ahora, o no se pudo llegar al servidor
post-try-failed = Rechazado definitivamente
post-try-doubt = Se perdió la respuesta del servidor: puede haber llegado
post-next-try = Se intenta otra vez el { $time } MT.
post-first-try = Se intenta el { $time } MT o poco después.
post-not-tried = No se intentó: un servidor de correo ya había rechazado esta dirección definitivamente
post-doubt-text = En duda: después del último byte de un intento, la conexión se cortó antes de que llegara la respuesta del servidor. Nadie puede saber si ese intento llegó (RFC 1047). Se intentó otra vez exactamente el mismo mensaje, así que el destinatario puede tenerlo dos veces; perder una factura sería peor.
post-family = El mensaje y sus copias
post-about = Sobre este mensaje
post-contact-now = El contacto como está ahora
post-resend = Volver a enviarlo
post-resend-hint = Sale como copia y lo dice en el asunto y en la primera línea, con exactamente el mismo PDF. Queda registrado quién lo pidió.
post-resend-to = Para
post-corrects = Corregir también la dirección del contacto
post-resend-do = Enviar una copia
post-resent = La copia está en camino. Sale en un minuto aproximadamente.
post-refused-notice = Solo las facturas se pueden volver a enviar. Los enlaces de un aviso funcionan poco tiempo.
post-refused-under-way = Todavía está en camino. Se puede volver a enviar cuando eso termine.
post-refused-sent-meanwhile = Mientras tanto se envió una copia, así que no se envió nada más. Véala primero.
post-refused-suppressed = Un servidor de correo rechazó { $address } definitivamente el { $day }. Envíe a otra dirección, o primero permita de nuevo el correo a esta.
post-refused-contact-changed = Mientras tanto el contacto se cambió o se eliminó. No se envió nada: vea primero el contacto.
post-refused-contact-not-allowed = Solo facturación puede cambiar este contacto. No se envió nada.
post-refused-others = { $count ->
    [one] No se envió nada: ahora hay 1 mensaje así, no lo que usted vio.
   *[other] No se envió nada: ahora hay { $count } mensajes así, no lo que usted vio.
}
sent-copy = Copia
state-suppressed = Dirección rechazada
address-silent = Dirección rechazada
address-silent-text = Un servidor de correo rechazó esta dirección definitivamente el { $day }. No se le envía correo hasta que se corrija la dirección o se levante el bloqueo.
addresses-title = Direcciones rechazadas
addresses-lead = Un servidor de correo dijo que estas direcciones no existen o no reciben correo. No se les envía nada. Un contacto corregido no necesita nada aquí.
addresses-look = Ver el bloqueo
addresses-since = Rechazada el
addresses-lift = Permitir el correo de nuevo
addresses-lift-do = Permitir
addresses-lift-of = Permitir de nuevo el correo a { $address }
addresses-reason = Motivo
addresses-no-reason = Diga por qué se puede enviar de nuevo a esta dirección.
addresses-lifted = Se permite de nuevo el correo a { $address }. Lo que no se envió mientras tanto no se envía con esto: envíe copias donde hagan falta.
addresses-lifted-meanwhile = El correo a esta dirección ya está permitido.
addresses-empty = Ninguna dirección está rechazada
addresses-empty-text = El correo va a todas las direcciones.
worry-suppressed-addresses = { $count ->
    [one] 1 dirección no recibe correo
   *[other] { $count } direcciones no reciben correo
}
month-warning-suppressed-address = Dirección rechazada
month-warning-suppressed-address-text = Un servidor de correo rechazó definitivamente a estos destinatarios. No se les envía nada hasta que se corrija el contacto o se levante el bloqueo.
