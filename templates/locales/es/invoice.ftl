# La factura como documento.
doc-title = Factura { $number } de { $provider }
doc-subject = Cuenta { $account }, { $period }
doc-draft = BORRADOR
doc-page = Página { $page } de { $pages }
doc-running-head = Factura { $number }  ·  Cuenta { $account }
doc-running-due = Total a pagar { $amount } hasta el { $date }
doc-running-nothing = Saldo { $amount }, nada que pagar
doc-running-questions = Preguntas sobre su factura: { $phone }

# Página 1
doc-summary = Resumen
doc-questions-short = Preguntas sobre su factura
doc-total-due = Total a pagar
doc-due-by = Pague hasta el { $date }
doc-credit-balance = Saldo a su favor
doc-nothing-to-pay = Nada que pagar
doc-invoice-number = Número de factura
doc-account-number = Número de cuenta
doc-invoice-date = Fecha de factura
doc-due-date = Vencimiento
doc-billing-period = Período
doc-balance = Saldo
doc-previous-balance = Saldo anterior
doc-payments-thanks = Pagos recibidos, gracias
doc-credits = Abonos
doc-adjustments = Ajustes
doc-balance-forward = Saldo pendiente
doc-new-charges = Cargos nuevos en dólares (US$)
doc-this-invoice = Esta factura
doc-last-invoice = La anterior
doc-change = Diferencia
doc-recurring-of = Servicios { $dates }
doc-catch-up = Cargos y abonos prorrateados
doc-one-time = Cargos únicos
doc-usage = Llamadas
doc-taxes = Impuestos y tasas
doc-late-fee = Recargo por mora
doc-total-new-charges = Total de cargos nuevos
doc-what-changed = Qué ha cambiado
doc-changed-first = Esta es la primera factura de esta cuenta. La próxima mostrará aquí qué ha cambiado.
doc-changed-same = Los cargos nuevos son iguales a los de la factura anterior.
doc-changed-more = Los cargos nuevos suman { $amount } más que en la factura anterior.
doc-changed-less = Los cargos nuevos suman { $amount } menos que en la factura anterior.
doc-changed-mostly = El mayor cambio: { $category }, { $amount }.
doc-pay-online = Pague y vea el detalle en línea
doc-pay-online-how = Entre con su número de cuenta para pagar, descargar y elegir quién recibe esta factura.
doc-pay-bank = Pague por ACH o transferencia
doc-pay-routing = Número de ruta { $number }
doc-pay-account = Número de cuenta { $number }
doc-pay-bank-ask = Llámenos para conocer los datos de nuestra cuenta bancaria.
doc-disputes = ¿Algo no es correcto?
doc-disputes-how = Llame gratis al { $phone } o abra un caso en línea antes de 180 días de la fecha de factura. Pague lo que no reclame.

# Cupón
doc-coupon = Cupón de pago
doc-coupon-detach = Separe aquí y devuelva esta parte con su cheque.
doc-coupon-how = Haga su cheque a nombre de { $name }, escriba en él el número de cuenta y deje la dirección de abajo a la vista en la ventana del sobre.
doc-coupon-nothing = Nada que pagar: guarde esta parte. Un saldo a su favor se usa en su próxima factura.
doc-amount-due = Importe a pagar
doc-amount-enclosed = Importe adjunto

# Página 2
doc-payments-and-balance = Pagos y abonos
doc-payments-received = Pagos recibidos
doc-payments-none = No se han recibido pagos desde la factura anterior.
doc-payments-total = Total de pagos
doc-received-on = Recibido
doc-method = Forma de pago
doc-method-check = Cheque
doc-method-ach = Transferencia ACH
doc-method-card = Tarjeta
doc-method-wire = Transferencia
doc-reference = Referencia
doc-account = Cuenta
doc-amount = Importe
doc-late-fee-how = { $percent } % al mes sobre { $base }, el importe vencido que no está en disputa.
doc-credits-and-adjustments = Abonos y ajustes
doc-accounts = Resumen por cuenta
doc-accounts-continued = Resumen por cuenta, continuación
doc-account-name = Nombre
doc-recurring = Servicios por adelantado
doc-prorated = Prorrateo
doc-total = Total
doc-notice = { $provider } presta todos los servicios de esta factura. Los servicios se cobran con un período de adelanto; las llamadas y los trabajos, después de realizados. Para preguntas o para reclamar un cargo, llame gratis al { $phone }. Una reclamación debe llegar en un plazo de 180 días desde la fecha de factura; los cargos no reclamados vencen en su fecha y después se aplican recargos por mora.

# Secciones
doc-continued = (continuación)
doc-account-of = Cuenta { $account }
doc-cost-centre = Centro de costos: { $code }
doc-total-of = Total: { $what }
doc-code = Referencia
doc-description = Descripción
doc-service-dates = Fechas de servicio
doc-quantity = Cantidad
doc-rate = Precio
doc-days = Días
doc-days-of = { $days } de { $of }
doc-catch-up-how = Cantidad × precio × días de servicio ÷ días del período de facturación.
doc-usage-by-type = Llamadas por tipo
doc-usage-late = Llamadas de períodos anteriores
doc-call-type = Tipo de llamada
doc-plan = Plan
doc-call-dates = Fechas de llamadas
doc-calls = Llam.
doc-duration = Duración
doc-included = Minutos incluidos
doc-charged = Minutos cobrados
doc-rate-minute = US$ por min
doc-rounding = Una llamada se cobra por al menos { $minimum } s, en pasos de { $increment } s.
doc-rounding-of = { $calls }: se cobran al menos { $minimum } s, en pasos de { $increment } s.
doc-tax = Impuesto o tasa
doc-jurisdiction = Jurisdicción
doc-base = Base
doc-tax-rate = Tipo
doc-units = { $count } unidades
doc-each = { $price } c/u

# Llamadas
doc-call-detail = Detalle de llamadas
doc-call-detail-how = Horas de la zona Mountain Time, duración en minutos:segundos. Cada llamada se calcula a la millonésima de dólar; solo la suma se redondea.
doc-call-time = Fecha y hora
doc-call-from = De
doc-call-to = A
doc-charged-time = Cobrado
doc-calls-total = { $count ->
    [one] { $count } llamada
   *[other] { $count } llamadas
}
doc-call-local = Local
doc-call-toll-free = A números gratuitos
doc-call-ld-intralata = Larga distancia dentro del área local
doc-call-ld-intrastate = Larga distancia dentro del estado
doc-call-ld-interstate = Larga distancia entre estados
doc-call-ld-international = Internacional
doc-call-800-intrastate = A sus números gratuitos, desde el estado
doc-call-800-interstate = A sus números gratuitos, desde otros estados
doc-call-800-international = A sus números gratuitos, desde el extranjero
