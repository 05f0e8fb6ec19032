"""Which actions answer with a list, and the event that ends it. This table decides, never Asterisk's English.

Source: astman_send_list_complete*() in the sources of Asterisk 20 to 22. An answer without the header
`EventList` has no list behind it (Hangup of one channel; a voicemail user who does not exist). Where a list
is empty some actions answer `Response: Error` instead (PJSIPShowEndpoints, PJSIPShowContacts, DBGet): that is
ActionFailed like any other error, because only English words tell it from a refusal.
"""

from __future__ import annotations

ENDS_WITH: dict[str, str] = {
    "agents": "AgentsComplete",
    "bridgeinfo": "BridgeInfoComplete",
    "bridgelist": "BridgeListComplete",
    "bridgetechnologylist": "BridgeTechnologyListComplete",
    "confbridgelist": "ConfbridgeListComplete",
    "confbridgelistrooms": "ConfbridgeListRoomsComplete",
    "coreshowchannelmap": "CoreShowChannelMapComplete",
    "coreshowchannels": "CoreShowChannelsComplete",
    "dahdishowchannels": "DAHDIShowChannelsComplete",
    "dahdishowstatus": "DAHDIShowStatusComplete",
    "dbget": "DBGetComplete",
    "dbgettree": "DBGetTreeComplete",
    "devicestatelist": "DeviceStateListComplete",
    "extensionstatelist": "ExtensionStateListComplete",
    "faxsessions": "FAXSessionsComplete",
    "hangup": "ChannelsHungupListComplete",
    "iaxpeerlist": "PeerlistComplete",
    "iaxpeers": "PeerlistComplete",
    "iaxregistry": "RegistrationsComplete",
    "meetmelist": "MeetmeListComplete",
    "meetmelistrooms": "MeetmeListRoomsComplete",
    "mwiget": "MWIGetComplete",
    "parkedcalls": "ParkedCallsComplete",
    "parkinglots": "ParkinglotsComplete",
    "pjsipshowaors": "AorListComplete",
    "pjsipshowauths": "AuthListComplete",
    "pjsipshowcontacts": "ContactListComplete",
    "pjsipshowendpoint": "EndpointDetailComplete",
    "pjsipshowendpoints": "EndpointListComplete",
    "pjsipshowmaintenance": "PJSIPMaintenanceStatusComplete",
    "pjsipshowregistrationinboundcontactstatuses": "ContactStatusDetailComplete",
    "pjsipshowregistrationsinbound": "InboundRegistrationDetailComplete",
    "pjsipshowregistrationsoutbound": "OutboundRegistrationDetailComplete",
    "pjsipshowresourcelists": "ResourceListDetailComplete",
    "pjsipshowsubscriptionsinbound": "InboundSubscriptionDetailComplete",
    "pjsipshowsubscriptionsoutbound": "OutboundSubscriptionDetailComplete",
    "presencestatelist": "PresenceStateListComplete",
    "prishowspans": "PRIShowSpansComplete",
    "queuestatus": "QueueStatusComplete",
    "queuesummary": "QueueSummaryComplete",
    "showdialplan": "ShowDialPlanComplete",
    "sippeers": "PeerlistComplete",
    "sippeerstatus": "SIPpeerstatusComplete",
    "sipshowregistry": "RegistrationsComplete",
    "skinnydevices": "DevicelistComplete",
    "skinnylines": "LinelistComplete",
    "status": "StatusComplete",
    "voicemailboxsummary": "VoicemailBoxDetailComplete",
    "voicemailuserslist": "VoicemailUserEntryComplete",
    "voicemailuserstatus": "VoicemailUserDetailComplete",
}
"""Action name in lower case (Asterisk compares without case) to the name of the event that closes its list.
"""


def ends_with(action_name: str) -> str | None:
    """The event that closes the list of this action; None when its answer is the response alone."""
    return ENDS_WITH.get(action_name.lower())
