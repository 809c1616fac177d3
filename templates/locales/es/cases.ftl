# Lo que se dice de los casos por correo y en documentos. Las palabras de las páginas están en case_pages.ftl y office.ftl.

credit-reason-dispute = Caso { $case }: { $reason }

dispute-reason-not-ordered = No pedimos esto
dispute-reason-wrong-price = El precio es incorrecto
dispute-reason-wrong-quantity = La cantidad es incorrecta
dispute-reason-already-cancelled = Ya lo habíamos cancelado
dispute-reason-duplicate-charge = Se nos cobra dos veces
dispute-reason-calls-not-made = No hicimos estas llamadas
dispute-reason-service-did-not-work = El servicio no funcionó
dispute-reason-late-fee = El recargo por mora no procede
dispute-reason-other = Otro motivo

notice-case-customer-subject = [{ $case }] Su caso: { $title }
notice-case-customer-text = { $said } Se trata del caso { $case }, { $title }.
notice-case-customer-button = Abrir el caso
notice-case-customer-note = Recibe este mensaje porque abrió el caso o es contacto de casos de la cuenta. Responda, por favor, en el portal: allí ven su respuesta todos los que trabajan en él.

notice-case-staff-subject = [{ $case }] Caso: { $title }
notice-case-staff-text = { $said } Se trata del caso { $case }, { $title }.
notice-case-staff-button = Abrir el caso en la oficina
notice-case-staff-note = Recibe este mensaje porque trabaja en el caso o está en su ruta de escalamiento.

case-mail-next-first-response = Le responderemos antes del { $until }, hora de la montaña.
case-mail-next-update = Volverá a tener noticias nuestras antes del { $until }, hora de la montaña.

case-mail-customer-opened-dispute = Recibimos su disputa. El importe en disputa no vence hasta que se decida, y no genera recargos ni recordatorios.
case-mail-customer-opened-question = Recibimos su pregunta.
case-mail-customer-commented = Hay un comentario nuevo en el caso.
case-mail-customer-replied = Hemos respondido.
case-mail-customer-started = Ya hay alguien trabajando en el caso.
case-mail-customer-priority-set = Revisamos el caso: ahora tiene prioridad { $priority }.
case-mail-customer-held = El caso está en espera hasta el { $until }, hora de la montaña. Después sigue por sí solo; escríbanos cuando quiera para seguir antes.
case-mail-customer-resumed = El trabajo en el caso continúa.
case-mail-customer-shipped = El equipo para el caso está en camino.
case-mail-customer-estimated = Creemos que el caso quedará resuelto antes del { $until }, hora de la montaña.
case-mail-customer-resolved = Creemos que el caso está resuelto. Confírmelo, por favor, o díganos qué falta.
case-mail-customer-confirmed = Se confirmó que el caso está resuelto y se cerró. Puede reabrirse durante siete días.
case-mail-customer-reopened = El caso se reabrió.
case-mail-customer-withdrawn = El caso se retiró y se cerró. Puede reabrirse durante siete días.
case-mail-customer-marked-duplicate = El caso es un duplicado y continúa como caso { $case }.
case-mail-customer-closing-announced = No hemos tenido noticias suyas. Sin respuesta, el caso se cierra el { $until }, hora de la montaña.
case-mail-customer-closed-no-response = El caso se cerró porque no tuvimos respuesta. Cuando vuelva a escribirnos, le seguirá un caso nuevo.
case-mail-customer-escalated = El caso se escaló al nivel { $level }.
case-mail-customer-followed-on = Un caso nuevo, { $case }, continúa este.
case-mail-customer-credited = Aceptamos su disputa: se abonan { $amount } con la nota de crédito { $note }, impuestos incluidos. Confirme, por favor, que así queda resuelta, o díganos qué falta.
case-mail-customer-credited-partly = Aceptamos su disputa en parte: se abonan { $amount } con la nota de crédito { $note }, impuestos incluidos; el resto vuelve a deberse. Confirme, por favor, que así queda resuelta, o díganos qué falta.
case-mail-customer-declined = No podemos aceptar su disputa, por el motivo de abajo; su importe vuelve a deberse. Confírmelo, por favor, o díganos qué se nos pasó.

case-mail-staff-opened-dispute = Se abrió una disputa.
case-mail-staff-opened-question = Se abrió una pregunta.
case-mail-staff-opened-master = Se abrió un caso maestro.
case-mail-staff-commented = El cliente ha escrito.
case-mail-staff-replied = Un colega respondió al cliente.
case-mail-staff-noted = Un colega dejó una nota.
case-mail-staff-assigned = El caso se le asignó a usted.
case-mail-staff-started = Comenzó el trabajo en el caso.
case-mail-staff-priority-set = La prioridad es ahora { $priority }.
case-mail-staff-held = El caso está en espera hasta el { $until }, hora de la montaña.
case-mail-staff-resumed = El caso continúa.
case-mail-staff-shipped = El equipo está en camino.
case-mail-staff-estimated = Se estima resuelto antes del { $until }, hora de la montaña.
case-mail-staff-resolved = El caso espera la confirmación del cliente.
case-mail-staff-confirmed = El cliente confirmó que el caso está resuelto.
case-mail-staff-reopened = El cliente reabrió el caso.
case-mail-staff-withdrawn = El cliente no sigue adelante con el caso.
case-mail-staff-marked-duplicate = El caso es un duplicado de { $case }.
case-mail-staff-closing-announced = Se avisó al cliente de que el caso se cerrará el { $until }, hora de la montaña.
case-mail-staff-closed-no-response = El caso se cerró sin respuesta.
case-mail-staff-escalated = El caso se escaló al nivel { $level }: revíselo, por favor.
case-mail-staff-joined-master = El caso pertenece ahora a un caso maestro.
case-mail-staff-followed-on = El caso { $case } lo continúa.
case-mail-staff-warned = Se prometió al cliente que tendría noticias antes del { $until }, hora de la montaña: queda poco tiempo.
case-mail-staff-missed = Se prometió al cliente que tendría noticias antes del { $until }, hora de la montaña, y no las tuvo.
case-mail-staff-proposed = Un abono espera su decisión.
case-mail-staff-sent-back = El abono propuesto se devolvió.
case-mail-staff-credited = Se abonaron { $amount } con la nota de crédito { $note }.
case-mail-staff-credited-partly = Se abonaron { $amount } con la nota de crédito { $note }, una parte de la disputa.
case-mail-staff-declined = La disputa se rechazó.

case-mail-next-approval = El trabajo comienza cuando un contacto principal de la cuenta lo aprueba en el portal.
case-mail-customer-opened-macd = Recibimos su solicitud. En el portal ve en todo momento su precio, el registro de tiempo y lo acumulado.
case-mail-customer-approved = El trabajo se aprobó y está programado.
case-mail-customer-quoted = El trabajo lleva más tiempo del que podemos dedicarle sin su consentimiento. Le cotizamos { $units } unidades como máximo, { $amount } en total: acéptelas, por favor, en el portal para que el trabajo pueda seguir.
case-mail-customer-quote-accepted = La cotización se aceptó; el trabajo sigue.
case-mail-customer-reviewed = El trabajo se factura con { $units } unidades, { $amount } en total. Figura en su próxima factura, con su comprobante.
case-mail-staff-opened-macd = Se abrió una solicitud.
case-mail-staff-approved = El cliente aprobó el trabajo.
case-mail-staff-quoted = Se envió al cliente una cotización de { $units } unidades, { $amount } en total.
case-mail-staff-quote-accepted = El cliente aceptó la cotización.
case-mail-staff-logged = Un colega registró tiempo.
case-mail-staff-reviewed = Facturación confirmó { $units } unidades, { $amount } en total.
