# Lo que comparten las páginas de casos de los clientes y del personal.

nav-cases = Casos
nav-queue = Cola de casos

case-n = Caso { $number }
case-kind-dispute = Disputa
case-kind-question = Pregunta
case-kind-macd = Solicitud de cambio
case-kind-master = Caso maestro

# Estados
case-state-new = Nuevo
case-state-in-progress = En curso
case-state-duplicate = Duplicado
case-state-on-hold = En espera
case-state-shipping = En envío
case-state-resolved = Resuelto, por confirmar
case-state-reopened = Reabierto
case-state-closed-no-response = Cerrado sin respuesta
case-state-closed = Cerrado

# Prioridades
case-priority = Prioridad { $priority }
case-priority-1G-means = Un problema que afecta a varios clientes
case-priority-1-means = Un servicio crítico no funciona en toda una sede
case-priority-2-means = Un servicio crítico falla en parte para varios usuarios
case-priority-3-means = Un servicio no crítico falla para varios usuarios o no funciona para uno
case-priority-4-means = Un servicio no crítico falla para un usuario; también todo caso hasta que lo hayamos revisado
case-priority-expedited-means = Un cambio solicitado, con urgencia
case-priority-standard-means = Un cambio solicitado, en el plazo habitual

# Plazos
case-minutes =
    { $count ->
        [one] 1 minuto
       *[other] { $count } minutos
    }
case-hours =
    { $count ->
        [one] 1 hora
       *[other] { $count } horas
    }
case-days =
    { $count ->
        [one] 1 día
       *[other] { $count } días
    }
case-business-days =
    { $count ->
        [one] 1 día hábil
       *[other] { $count } días hábiles
    }
case-left = quedan { $span }
case-over = vencido hace { $span }

# Qué sigue
case-next = Qué sigue
case-times = Todas las horas son de la zona horaria de la Montaña (Mountain Time).
case-clock-first-response = Primera respuesta a más tardar el { $at }, hora de la Montaña
case-clock-first-response-late = La primera respuesta debía llegar a más tardar el { $at }, hora de la Montaña
case-clock-first-response-text = Le respondemos por primera vez antes de ese momento.
case-clock-update = Próximas noticias a más tardar el { $at }, hora de la Montaña
case-clock-update-late = Las noticias debían llegar a más tardar el { $at }, hora de la Montaña
case-clock-update-text = Antes de ese momento vuelve a saber de nosotros, aunque no haya novedades.
case-clock-estimate = Se estima resuelto a más tardar el { $at }, hora de la Montaña
case-clock-estimate-late = Se estimaba resuelto a más tardar el { $at }, hora de la Montaña
case-clock-estimate-text = Hasta entonces no enviamos noticias que solo repetirían esto.
case-clock-hold = En espera hasta el { $at }, hora de la Montaña
case-clock-hold-text = Antes no se puede hacer nada. Después continúa por sí solo; un comentario suyo lo reanuda antes.
case-clock-waits = Resuelto a nuestro entender: se espera al cliente
case-clock-waits-you = Creemos que está resuelto: confírmelo, por favor
case-clock-waits-you-text = O díganos qué falta y continuamos. Hasta su respuesta no corre ningún plazo.
case-clock-waits-text = Se pide al cliente que lo confirme o que diga qué falta. Hasta entonces no corre ningún plazo.
case-clock-closes = Sin respuesta, el caso se cierra el { $at }, hora de la Montaña.
case-clock-announce-from = El cierre se puede anunciar a partir del { $at }, hora de la Montaña.
case-clock-reopen-until = Se puede reabrir hasta el { $at }, hora de la Montaña (quedan { $span }).
case-clock-closed-since = Cerrado el { $at }, hora de la Montaña.
case-clock-follow-on = Ya no se puede reabrir; puede seguirle un caso nuevo.
case-clock-duplicate = Continúa como caso { $case }.
case-allowance-first-response = Con esta prioridad, la primera respuesta tarda como máximo { $span }.
case-allowance-update = Con esta prioridad hay noticias al menos cada { $span }.
case-allowance-at-once = Con esta prioridad respondemos de inmediato.
case-promises = Lo que se prometió antes
case-promise-first-response = Primera respuesta
case-promise-update = Noticias
case-promise-when = dada el { $at }, plazo { $due }
case-in-time = A tiempo
case-late = Tarde

# Disputas
case-dispute = En esta disputa
case-dispute-state =
    { $state ->
        [proposed] Crédito propuesto
        [accepted] Aceptada
        [partly-accepted] Aceptada en parte
        [declined] Rechazada
        [withdrawn] Retirada
       *[open] En disputa
    }
case-dispute-reason = Motivo: { $reason }
case-disputed = En disputa
case-disputed-total = En disputa, con impuestos
case-credited = Acreditado, con impuestos
case-credit-note = Nota de crédito { $number } (PDF)
case-dispute-not-due = Este importe no se debe pagar hasta que se decida la disputa. El resto de la factura se sigue debiendo.

# Sucesos
case-events = Qué ha pasado
case-internal = Interno: el cliente no lo ve
case-by-clock = Automático, al llegar la hora
case-event-opened = Abierto con prioridad { $priority }
case-event-commented = Comentario
case-event-replied = Respuesta
case-event-noted = Nota
case-event-assigned = Asignado a alguien de nuestro equipo
case-event-assigned-to = Asignado a { $person }
case-event-assigned-nobody = De vuelta en la cola
case-event-started = Empezó el trabajo
case-event-priority-set = Prioridad { $priority } tras la revisión
case-event-held = En espera hasta el { $at }
case-event-resumed = El trabajo continúa
case-event-shipped = El equipo está en camino
case-event-estimated = Se estima resuelto a más tardar el { $at }
case-event-resolved = Resuelto, a la espera de confirmación
case-event-confirmed = Confirmado como resuelto, cerrado
case-event-reopened = Reabierto
case-event-withdrawn = Retirado, cerrado
case-event-marked-duplicate = Duplicado: continúa como caso
case-event-closing-announced = Cierre anunciado
case-event-closed-no-response = Cerrado sin respuesta
case-event-escalated = Escalado al nivel { $level }
case-event-joined-master = Se trata junto con el mismo problema de otros
case-event-followed-on = Le sigue un caso nuevo:
case-event-warned = Queda poco tiempo: hay un plazo que vence el { $at }
case-event-missed = Se incumplió un plazo: vencía el { $at }
case-event-proposed = Se propuso un crédito de { $amount }, sin impuestos
case-event-sent-back = Propuesta devuelta
case-event-credited = Aceptada: se acreditan { $amount }, impuestos incluidos
case-event-credited-partly = Aceptada en parte: se acreditan { $amount }, impuestos incluidos
case-event-declined = Rechazada

# Alrededor de un caso
case-escalation = Si necesita a alguien de más nivel
case-level-asked = Avisado
case-others = Casos relacionados
case-other-main = Continúa como
case-other-related = Sigue al
case-other-follower = Le sigue el
case-files = Archivos
case-files-hint = Hasta 5 archivos: PDF, imagen (PNG, JPEG, GIF), Excel, Word, texto o CSV; cada uno de { $most } como máximo.

# Rechazos
case-refused-not-allowed = Su usuario no puede hacer esto.
case-refused-not-now = Esto no se puede hacer mientras el caso está «{ $state }». La página muestra cómo está ahora.
case-refused-taken = Ya lo tiene { $person }.
case-refused-words-missing = Escriba unas palabras, por favor.
case-refused-too-late = El caso se podía reabrir hasta el { $at }, hora de la Montaña. Puede seguirle un caso nuevo.
case-refused-not-yet = Esto se puede hacer a partir del { $at }, hora de la Montaña.
case-refused-bad-time = Indique un momento futuro, dentro de un año.
case-refused-same-priority = El caso ya tiene esta prioridad.
case-refused-masters-only = La prioridad 1G es para casos maestros, y solo para ellos.
case-refused-nothing-above = El caso ya se escaló al nivel más alto.
case-refused-no-such-case = No hay ningún caso así que pueda servir aquí.
case-refused-no-such-person = Nadie que trabaje en casos tiene esta dirección.
case-refused-undecided = Primero hay que aceptar o rechazar la disputa.
case-refused-nothing-to-decide = No queda nada por decidir.
case-refused-not-within = Indique un importe de 0,00 a { $amount }, y en total más que nada.
case-refused-own-proposal = Otra persona debe aprobar lo que usted propuso.
case-refused-no-lines = Marque al menos un cargo.
case-refused-same-line-twice = Este cargo se eligió dos veces.
case-refused-statement-too-old = Los cargos de esta factura se podían disputar hasta el { $day }.
case-refused-no-charge = Esta línea es un crédito o no cuesta nada: no se puede disputar.
case-refused-no-amount = Indique un importe de al menos 0,01.
case-refused-more-than-left = De este cargo quedan como máximo { $amount } por disputar.
case-words-too-long = Escriba como máximo { $most } caracteres.
case-words-unprintable = El texto tiene caracteres que no se ven. Escríbalo de nuevo sin ellos, por favor.
case-file-empty = El archivo «{ $name }» está vacío.
case-file-too-large = El archivo «{ $name }» supera { $most }.
case-file-unknown-kind = El archivo «{ $name }» es de un tipo que no aceptamos.
case-file-mislabelled = El contenido del archivo «{ $name }» no es lo que dice su nombre.
case-file-too-many = Con un mensaje pueden venir como máximo 5 archivos.
