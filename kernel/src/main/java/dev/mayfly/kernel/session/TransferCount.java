package dev.mayfly.kernel.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Adds up what comes over the network, on many connections at once. A transfer that is repeated counts once. */
final class TransferCount extends AbstractTransferListener {
    private final LongConsumer fetched;
    private final Map<String, Long> transferred = new ConcurrentHashMap<>();

    TransferCount(LongConsumer fetched) {
        this.fetched = fetched;
    }

    @Override
    public void transferProgressed(TransferEvent event) {
        transferred.put(event.getResource().getResourceName(), event.getTransferredBytes());
        fetched.accept(transferred.values().stream().mapToLong(Long::longValue).sum());
    }
}
