# Adjustments, wherever customers see them.

adjustment-payment-returned = Payment { $reference } returned by the bank
adjustment-payment-moved-out = Payment { $reference } taken out: it belongs to another account
adjustment-payment-moved-in = Payment { $reference }, recorded on another account at first
adjustment-refund = Credit paid out to you { $reference }
adjustment-write-off = Open balance that you need not pay any more
adjustments-made = Adjustments
adjustments-total = Total adjustments
adjustment-date = Date
adjustment-what = What
adjustment-taken-payment-returned = returned by the bank on { $day }
adjustment-taken-payment-moved = taken out on { $day }: it belongs to another account
