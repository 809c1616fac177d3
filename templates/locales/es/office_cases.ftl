# Las páginas de casos del personal, y con qué pueden empezar las respuestas a los clientes.

case-kind = Tipo
priority = Prioridad
assignee = Quién
nobody = Nadie
claim = Tomar
claim-of = Tomar el caso { $case }

# La cola
queue-title = Cola de casos
queue-parts = Partes de la cola
queue-open = Abiertos
queue-mine = Míos
queue-unassigned = De nadie
queue-closed = Cerrados
queue-find = Buscar casos
queue-text = Número, asunto o cuenta
queue-text-example = C-000042 o Spruce
queue-caption = Casos, primero lo que vence antes
queue-due = Vence
queue-me = Usted
queue-on-hold = En espera hasta el { $time } MT
queue-waits = Espera al cliente
queue-closes = Se cierra el { $time } MT si no hay respuesta
queue-closed-at = Cerrado el { $time } MT
queue-empty = Aquí no hay nada
queue-empty-text = No hay ningún caso en esta parte de la cola.
queue-no-match = Ningún caso coincide
queue-no-match-text = Pruebe con una parte del asunto, del nombre o del número de la cuenta, o con menos condiciones. Los casos cerrados tienen su propia parte.
queue-first = Desde el principio
queue-next = Los 50 siguientes

# Un caso
office-facts = De un vistazo
office-not-reviewed = aún sin revisar
office-opened = Abierto
office-language = El cliente lee en
office-members = Casos reunidos aquí
office-no-members = Todavía no se ha unido ningún caso. Abra el caso de un cliente y únalo a este.
office-members-hint = Lo que responda, estime o resuelva aquí llega a todos los casos abiertos de esta lista. Una disputa sigue abierta hasta que se decida por sí misma.
office-write = Escribir
office-template = Empezar con ({ $language })
office-template-none = Una página en blanco
office-template-use = Insertar
office-words = Su texto
office-reply = Enviar al cliente
office-note = Guardar como nota interna
office-you-wrote = Usted había escrito:
office-write-hint = Una respuesta se envía por correo electrónico y la ve el cliente. Una nota y sus archivos los ve solo el personal.
office-actions = Acciones
office-closed-text = El caso está cerrado. Todavía se pueden añadir notas.
office-until = Hasta (hora de la montaña)
office-time-wrong = Indique un día y una hora.
office-assign = Asignar
office-assign-to = Quién se ocupa del caso
office-assign-nobody = Nadie: vuelve a la cola
office-priority = Revisar la prioridad
office-priority-set = Fijar la prioridad
office-hold = Poner en espera
office-estimate = Estimar cuándo se resolverá
office-estimate-set = Comunicar la estimación
office-ship = Equipo en camino
office-resume = Continuar el trabajo
office-resolve = Marcar como resuelto
office-announce = Anunciar el cierre
office-announce-hint = Se le dice al cliente que el caso se cierra tras un día hábil sin respuesta.
office-announce-from = El cliente tiene dos días hábiles para responder: se puede anunciar a partir del { $at }, hora de la montaña.
office-phone = El cliente está al teléfono
office-phone-master = Cerrar o reabrir
office-phone-hint = Lo que pulse aquí cuenta como dicho por el cliente.
office-confirm = Confirmar como resuelto
office-reopen = Reabrir
office-withdraw = Retirar
office-duplicate = Marcar como duplicado
office-duplicate-hint = El caso principal está abierto y es de la misma cuenta y del mismo tipo. Lo que este disputa pasa al principal.
office-duplicate-of = Número del caso principal
office-join = Unir a un caso maestro
office-join-hint = Un caso maestro dice lo mismo a todos sus clientes a la vez.
office-join-of = Número del caso maestro
office-escalate = Escalar
office-escalate-hint = Se avisa al siguiente nivel de escalamiento, y el cliente lo ve.
office-words-why = Por qué, para el cliente
office-words-customer = Texto que ve el cliente
office-words-also = Texto para el cliente (puede quedar vacío)
office-words-ship = Qué está en camino, para el cliente
office-words-resolve = Qué se hizo, para el cliente
office-words-master = Texto para el personal
office-words-phone = Qué dijo el cliente

# Decisiones
office-decide = Decidir sobre la disputa
office-left = Queda por decidir
office-credit = Crédito
office-credit-of = Crédito de { $name }
office-decide-sum = Todo lo que queda suma { $amount } con los impuestos, que siguen a los importes.
office-limit = Un crédito de más de { $limit } necesita la aprobación de un gerente.
office-above-limit = Un crédito de más de { $limit } solo se propone: un gerente debe aprobarlo.
office-words-decision = Texto para el cliente
office-accept = Aceptar
office-decline = Rechazar con este motivo
office-amount-wrong = Escriba un importe como 1.234,50; déjelo vacío si no hay crédito.
office-proposed = Un crédito espera aprobación
office-proposed-by = { $person } propone un crédito de { $amount }, impuestos incluidos.
office-approve = Aprobar
office-send-back = Devolver
office-send-back-hint = Si se aprueba, el cliente ve su texto. Si se devuelve, solo lo ve el personal.
office-own-proposal = Usted lo propuso: debe aprobarlo otra persona.
office-take-back = Recuperar la propuesta
office-words-take-back = Por qué, para sus colegas
office-waits-for-manager = Un gerente o un administrador decide sobre esta propuesta.
office-waits-for-biller = Un facturador o un gerente decide sobre esta disputa.

# Un caso nuevo
office-new = Abrir un caso
office-question-hint = para un cliente al teléfono
office-master-hint = el mismo problema de varios clientes; solo lo ve el personal
office-account = Número de cuenta
office-account-hint = No para un caso maestro.
office-account-wrong = No hay ninguna cuenta con este número.
office-subject = Asunto
office-subject-missing = Diga en pocas palabras de qué se trata.
office-priority-1 = crítico, un sitio entero
office-priority-2 = crítico, varios usuarios
office-priority-3 = no crítico, varios usuarios
office-priority-4 = no crítico, un usuario
office-priority-hint = Un caso maestro siempre es 1G.
office-new-words = Qué dice el cliente
office-new-words-hint = El cliente lo ve, salvo que sea un caso maestro.
office-open = Abrir el caso

# Respuestas para empezar
case-template-name-received = Lo recibimos y lo revisamos
case-template-name-more = Necesitamos más información
case-template-name-carrier = Esperamos a un operador
case-template-name-credited = Acreditado
case-template-name-declined = Sin crédito
case-template-name-closing = Lo cerraremos pronto
case-template-received =
    Hola:

    Gracias por escribirnos sobre el caso { $case }. Lo hemos recibido y lo estamos revisando. Le escribiremos en cuanto sepamos más, a más tardar a la hora que se indica en el caso.

    { $provider }
case-template-more =
    Hola:

    Para continuar con el caso { $case } necesitamos un poco más de información de su parte:

    - 

    Puede responder en el portal y, si lo desea, adjuntar archivos. Continuaremos en cuanto la tengamos.

    { $provider }
case-template-carrier =
    Hola:

    Para el caso { $case } hemos consultado al operador de la red afectada y esperamos su respuesta. Le insistiremos y le avisaremos a usted en cuanto conteste; no tiene que hacer nada.

    { $provider }
case-template-credited =
    Hola:

    Hemos revisado el caso { $case } y usted tiene razón. Acreditamos el importe a su cuenta, con los impuestos correspondientes. La nota de crédito está en el caso y aparecerá en su próxima factura.

    { $provider }
case-template-declined =
    Hola:

    Hemos revisado con cuidado el caso { $case } y el cargo es correcto, porque

    El importe vuelve a ser pagadero junto con sus demás facturas pendientes. Si se nos escapó algo, díganoslo y lo revisaremos de nuevo.

    { $provider }
case-template-closing =
    Hola:

    No hemos tenido noticias suyas sobre el caso { $case } y creemos que no hace falta nada más. Si no recibimos respuesta, lo cerraremos pronto. Si queda algo pendiente, basta una breve respuesta en el portal.

    { $provider }
