"""The press room: template in, document out. It knows no plan and asks no one what a document means."""
