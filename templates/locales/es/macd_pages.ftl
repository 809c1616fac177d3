# Solicitudes de trabajo: lo que comparten las páginas de ambos lados y las páginas de los clientes.

# Rechazos
macd-refused-not-mpoc = Solo un contacto principal de la cuenta puede aceptar esto.
macd-refused-nothing-to-agree = No hay nada que aceptar: ya se aceptó o no se pidió nada. La página muestra cómo está ahora.
macd-refused-quote-too-small = { $count ->
    [one] Aquí una cotización abarca al menos 1 unidad: más de lo que no la requiere y no menos de lo trabajado.
   *[other] Aquí una cotización abarca al menos { $count } unidades: más de lo que no la requiere y no menos de lo trabajado.
}
macd-refused-nothing-to-review = No hay nada que revisar: el trabajo no está terminado o facturación ya lo revisó.
macd-refused-service = El cambio de servicios { $place } no se puede hacer: no hay tal servicio en esta cuenta ni debajo de ella, su código ya existe o cambiaría lo facturado.
macd-refused-terms-reach-back = Indique un día posterior a hoy: las condiciones nuevas no cambian lo acordado antes.
macd-refused-terms-day-taken = Ese día ya comienzan otras condiciones.
macd-refused-terms-out-of-range = Indique una tarifa superior a 0,00, una unidad de 1 a 60 minutos con un precio en centavos enteros, un cargo de 0,00 o más y un límite de 1 a 1.000 unidades.
macd-refused-terms-hours-reversed = El horario debe comenzar antes de terminar.
macd-refused-fee-not-accepted = Acepte el cargo para que sea urgente, o elija Estándar.
macd-refused-not-approved = El trabajo no estaba aprobado en ese momento: primero lo aprueba un contacto principal de la cuenta, y solo se registra tiempo posterior.
macd-refused-finished = El trabajo está terminado. Primero hay que retomarlo.
macd-refused-billed = Facturación ya lo revisó: lo facturado ya no cambia.
macd-refused-no-time = El final debe ser al menos un minuto posterior al comienzo.
macd-refused-too-long = Un registro abarca un día como máximo.
macd-refused-not-yet = El final está en el futuro.
macd-refused-overlaps = Usted registró otro tiempo que coincide con este. Corrija ese registro o indique otras horas.
macd-refused-needs-quote-now = El cliente debe aceptar una cotización antes de que se registre más tiempo con cargo.
macd-refused-needs-quote = { $count ->
    [one] Sin una cotización aceptada solo se puede registrar 1 minuto más con cargo.
   *[other] Sin una cotización aceptada solo se pueden registrar { $count } minutos más con cargo.
}
macd-refused-nothing-to-correct = Ese registro no está, o ya se corrigió.

# Qué ha pasado
case-event-opened-standard = Solicitado, prioridad estándar
case-event-opened-expedited = Solicitado, urgente
case-event-approval-asked = Espera la aprobación de un contacto principal
case-event-approved = Trabajo aprobado
case-event-quoted = Cotización: { $units } unidades como máximo, { $amount } en total
case-event-quote-accepted = Cotización aceptada
case-event-logged = Tiempo registrado: { $billable } hasta ahora
case-event-logged-excluded = Tiempo registrado: { $billable } hasta ahora, y { $excluded } que no se cobran
case-event-reviewed = Revisado por facturación: { $units } unidades, { $amount } en total

# Qué sigue
case-clock-approval = Se espera la aprobación del cliente
case-clock-approval-text = Un contacto principal de la cuenta aprueba el trabajo antes de que empiece. Hasta entonces no corre ningún plazo.
case-clock-approval-you = Se espera su aprobación
case-clock-approval-you-text = El trabajo empieza cuando un contacto principal de la cuenta lo aprueba. Hasta entonces no corre ningún plazo.
case-clock-quote = Se espera que el cliente acepte la cotización
case-clock-quote-text = El trabajo continúa cuando un contacto principal de la cuenta la acepta. Hasta entonces no corre ningún plazo.
case-clock-quote-you = Se espera que usted acepte la cotización
case-clock-quote-you-text = El trabajo continúa cuando un contacto principal de la cuenta la acepta. Hasta entonces no corre ningún plazo.
case-clock-hold-why = Motivo: { $words }

# Una solicitud
request-kind-move = Traslado
request-kind-add = Alta
request-kind-change = Cambio
request-kind-delete = Baja
request-total = en total, sin impuestos
request-so-far = hasta ahora, sin impuestos
request-excluded = { $minutes } de reunir información y de pruebas no se cobran.
request-unit-left = { $count ->
    [one] Queda 1 minuto en la unidad ya empezada, sin costo adicional.
   *[other] Quedan { $count } minutos en la unidad ya empezada, sin costo adicional.
}
request-unit-full = La unidad está completa: el próximo minuto de trabajo empieza otra de { $price }.
request-requester = Solicitado por
request-urgency = Prioridad
request-clocks-standard = Estándar: primera respuesta en 1 día hábil; por lo general, hecho en 2 días hábiles.
request-clocks-expedited = Urgente: primera respuesta en 4 horas; por lo general, hecho en 1 día hábil.
request-came-outside-standard = Llegó fuera del horario extendido y se trabaja en ella el siguiente día hábil.
request-came-outside-expedited = Llegó fuera del horario extendido y pasó al equipo que trabaja las 24 horas.
request-approval = Aprobación
request-approved = Aprobado por { $who }, { $at } MT
request-not-approved = Espera la aprobación de un contacto principal. El trabajo empieza después.
request-wanted = Deseado para el
request-terms = Precio
request-price = { $hourly } USD por hora, en unidades de { $minutes } minutos a { $unit } USD, redondeadas hacia arriba una sola vez por solicitud.
request-quote-above = Más de { $units } requieren una cotización que usted acepta antes.
request-quote-above-hours = Más de { $units } ({ $span }) requieren una cotización que usted acepta antes.
request-finished = Trabajo terminado
request-at = { $at } MT
request-review = Revisión de facturación
request-reviewed = { $units }, { $amount } en total, { $at } MT
request-invoice = Factura
request-invoice-next = Irá en la factura del { $day }.
request-quote = Cotización
request-quote-terms = Como máximo { $units }, { $amount } en total.
request-quote-accepted = Aceptada por { $who }, { $at } MT
request-quote-waits = Pendiente de aceptar
request-log-empty = Aún no se ha registrado tiempo.
request-person = Quién
request-corrected = Corregido

# Aceptar
request-approve-waits = Espera aprobación
request-accept-waits = La cotización espera ser aceptada
request-title = Solicitud: { $kind }
request-approve-title = ¿Aprueba este trabajo?
request-approve-text = El trabajo empieza en cuanto se aprueba. Lo que cuesta:
request-approve-do = Aprobar este trabajo
request-fee = Cargo por urgencia: { $amount }, una vez por solicitud.
request-accept-title = ¿Acepta la cotización?
request-accept-text = El trabajo toma como máximo { $units }, { $amount } en total sin impuestos; usted paga lo que haga falta y nunca más que eso. El trabajo continúa en cuanto acepte.
request-accept-do = Aceptar la cotización: { $units }, hasta { $amount }
request-who-agrees = Solo un contacto principal de la cuenta puede hacerlo:
request-nobody-agrees = La cuenta aún no tiene ninguno. Primero nombre uno:
request-done = Tenemos su solicitud. Su precio, su registro de tiempo y todo lo que pase con ella se ven aquí.
request-done-approve = El trabajo está aprobado.
request-done-accept-quote = La cotización está aceptada. El trabajo continúa.

# Facturado
request-billed = Está facturado
request-billed-text = El trabajo figura en la factura { $invoice }, con quién lo aprobó y su registro de tiempo como comprobante.
request-receipt = Ver el comprobante en la factura
request-dispute = Disputar el cargo
request-follow-on = Para más trabajo, envíe una solicitud nueva:
request-new = Solicitar un cambio
request-self-contacts = Contactos

# Pedir trabajo
request-self = Esto lo puede hacer usted mismo, sin cargo
request-self-services = Asignar servicios a otros centros de costo
request-self-accounts = Poner nombres y centros de costo a sus cuentas
request-self-people = Agregar, cambiar o quitar contactos: quién recibe facturas y avisos, y en qué idioma
request-self-login = Su propio acceso: contraseña, correo electrónico, verificación en dos pasos
request-which = ¿Qué podemos hacer por usted?
request-which-text = Antes de enviar nada verá el precio y cuándo estará hecho.
request-kind-move-means = algo va a otro lugar, escritorio o usuario
request-kind-add-means = algo nuevo, como un teléfono, un número o un servicio
request-kind-change-means = algo que ya tiene debe funcionar de otra manera
request-kind-delete-means = algo ya no hace falta
request-other-kind = Elegir otro tipo de solicitud
request-where = ¿Para qué cuenta o ubicación?
request-needs-approval = requiere aprobación
request-approval-own = Usted es contacto principal: al enviarla aprueba el trabajo.
request-approval-some = Donde usted es contacto principal, aprueba el trabajo al enviarla. En las cuentas así marcadas, un contacto principal debe aprobarla antes de que empiece el trabajo.
request-approval-others = Un contacto principal de la cuenta debe aprobarla antes de que empiece el trabajo; nosotros le avisamos.
request-approval-phone = Un contacto principal de la cuenta debe aprobarla en el portal antes de que empiece el trabajo; nosotros le avisamos.
request-words = ¿Qué hay que hacer?
request-words-hint = Nombres, números, salas: cuanto más preciso, menos tiempo toma.
request-wanted-when = Deseado para el (opcional)
request-wanted-past = Indique hoy o un día posterior, o déjelo vacío.
request-wanted-unreadable = Indique un día, por ejemplo 2026-12-01, o déjelo vacío.
request-costs = Lo que cuesta
request-price-free = Reunir información y sus pruebas no se cobran; una solicitud sin tiempo facturable no cuesta nada. Los impuestos se suman aparte.
request-price-changed = El precio cambió desde que se mostró esta página. Revíselo de nuevo antes de enviar la solicitud.
request-how-soon = ¿Con qué rapidez?
request-way-standard = Estándar
request-way-expedited = Urgente
request-no-fee = Sin cargo aparte del precio de arriba.
request-plus-fee = Más un cargo por urgencia de { $amount }, una vez por solicitud.
request-times = Primera respuesta a más tardar el { $response } MT; por lo general, hecho a más tardar el { $done } MT.
request-times-from-approval = Donde espera aprobación, estos plazos empiezan con ella.
request-outside-standard = Ahora es fuera del horario extendido: se trabajará en ella el { $day }.
request-outside-expedited = Ahora es fuera del horario extendido: pasa al equipo que trabaja las 24 horas, con el cargo.
request-on-day = { $weekday } { $day }
request-accept-fee = Acepto el cargo por urgencia de { $amount }. Solo hace falta para Urgente.
request-send = Enviar la solicitud
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
request-waits-approval = Espera aprobación
request-waits-quote = Una cotización espera su respuesta
